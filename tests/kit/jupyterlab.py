"""A JupyterLab of our own, and what a test does to a notebook in it.

The server gets the arguments that `make lab` gives. It runs on a free port, with a private folder
for what it stores, so that nothing of the machine's user changes what is seen, or is changed.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from kit.course import ROOT

sys.path.append(str(ROOT / "tools"))
import start

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TOKEN = "t"
PATIENCE = 90  # seconds for the server to answer, a notebook to open or to run
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser():
    """The Chromium or Chrome of this machine: CHROMIUM, else the first found, else None."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def serve(folder, private):
    """Run JupyterLab on a folder, with its settings in a private one; yields its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with open(Path(private, "server.log"), "w") as log:
        server = subprocess.Popen(
            command(port, folder), env=environment(private), stdout=log, stderr=log
        )
        try:
            wait_for(f"{address}/api/status?token={TOKEN}", server, log.name)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(port, folder):
    own = [
        *("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
    ]
    return [sys.executable, "-m", "jupyterlab", *start.course_arguments(folder, own), *own]


def environment(private):
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    places = {f"JUPYTER_{name}": name for name in names}
    places |= {f"JUPYTERLAB_{name}_DIR": name for name in ("SETTINGS", "WORKSPACES")}
    places |= {"IPYTHONDIR": "ipython"}
    private = {name: str(Path(private, place)) for name, place in places.items()}
    return os.environ | private | {"OMP_NUM_THREADS": "1"}


def wait_for(url, server, log):
    """Return when the address answers; say what the server wrote if it does not."""
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            return urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{Path(log).read_text()[-2000:]}")


@contextmanager
def chromium(executable):
    """Run the browser without a window; yields Playwright's Browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(BROWSER_FLAGS))
        yield browser
        browser.close()


@contextmanager
def open_page(browser):
    """Open an empty page; yields it and the list of what goes wrong in it, kept up to date."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(PATIENCE * 1000)
    troubles = []
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on("request", lambda request: troubles.extend(foreign(request.url)))
    page.on("websocket", lambda socket: troubles.extend(foreign(socket.url)))
    yield page, troubles
    page.close()


def foreign(url):
    """The address in a list if it is another machine's, else an empty list."""
    scheme, _, rest = url.partition("://")
    local = scheme not in ("http", "https", "ws", "wss") or rest.startswith("127.0.0.1:")
    return [] if local else [f"request to another host: {url}"]


def open_notebook(page, address, path):
    """Open a notebook and wait until its kernel can run cells."""
    go_to(page, f"{address}/lab/tree/{path}?token={TOKEN}&reset")
    page.evaluate(
        """async () => {
            const { context } = window.jupyterapp.shell.currentWidget;
            await context.ready;
            await context.sessionContext.ready;
            await context.sessionContext.session?.kernel?.info;
        }"""
    )


def go_to(page, address):
    """Open an address of JupyterLab and wait until it shows a notebook."""
    page.goto(address)
    page.wait_for_function("window.jupyterapp && window.jupyterapp.restored.then(() => true)")
    page.wait_for_function("window.jupyterapp.shell.currentWidget?.context?.isReady")


def run_all(page):
    """Run all cells of the open notebook and wait until they are done."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


def cells(page):
    """The cells of the open notebook, with what running them gave: list of dict."""
    return page.evaluate(
        "window.jupyterapp.shell.currentWidget.context.model.toJSON().cells"
        ".map(cell => ({outputs: [], execution_count: null, ...cell}))"
    )


def errors(page):
    """The error outputs of the open notebook: list of str."""
    return [
        f"cell {number}: {output['ename']}: {output['evalue']}"
        for number, cell in enumerate(cells(page))
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]


def show_cell(page, number):
    """Scroll to a cell (JupyterLab builds a cell only when it comes into sight): its locator."""
    page.evaluate(
        """async number => {
            const { content } = window.jupyterapp.shell.currentWidget;
            content.activeCellIndex = number;
            await content.scrollToItem(number, 'start');
        }""",
        number,
    )
    cell = page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{number}"]')
    cell.wait_for(state="visible")
    return cell


def type_into(page, number, source):
    """Replace the source of a cell by typing, as a student would."""
    editor = show_cell(page, number).locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)
