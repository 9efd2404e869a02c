"""Settings for every test and every notebook that nbval runs: nobody's own Jupyter, one thread."""

import os
import tempfile

PRIVATE = tempfile.TemporaryDirectory(prefix="cvlab-", ignore_cleanup_errors=True)
collect_ignore_glob = ["tests/examples/*.ipynb"]  # read by tests, and not run

for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
    os.environ[variable] = PRIVATE.name
os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # the kernel of this Python, not the user's
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["CVLAB_CLAIMS"] = "raise"  # a claim that fails stops the run
os.environ.pop("MPLBACKEND", None)  # a notebook chooses its own
