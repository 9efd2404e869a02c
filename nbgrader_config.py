"""nbgrader's settings: solutions/ is the source, exercises/ the release."""

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade


class KeepRunning(NbGraderPreprocessor):
    """Let a release run past the checks of tasks that are not done yet."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type == "code" and is_grade(cell):
            cell.metadata.tags = ["raises-exception"]
        return cell, resources


c = get_config()  # noqa: F821  (nbgrader defines it)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.ClearSolutions.code_stub = {"python": "# Your code here."}
c.ClearSolutions.text_stub = "*Your answer here.*"
c.GenerateAssignment.preprocessors = [*GenerateAssignment.preprocessors.default(), KeepRunning]
