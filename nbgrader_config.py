"""nbgrader's settings: solutions/ is the source, exercises/ the release."""

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_task


class KeepRunning(NbGraderPreprocessor):
    """Let a release run past the checks of tasks that are not done yet."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type == "code" and is_grade(cell):
            cell.metadata.tags = ["raises-exception"]
        return cell, resources


class SettleRubrics(SaveAutoGrades):
    """Settle the mark of each rubric, which is 0 of 0, so that nobody has to type it."""

    def preprocess_cell(self, cell, resources, cell_index):
        if is_task(cell) and cell.metadata.nbgrader.points == 0:
            names = (self.notebook_id, self.assignment_id, self.student_id)
            grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, *names)
            grade.auto_score, grade.needs_manual_grade = 0, False
            self.gradebook.db.commit()
        return cell, resources


c = get_config()  # noqa: F821  (nbgrader defines it)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.ClearSolutions.code_stub = {"python": "# Your code here."}
c.ClearSolutions.text_stub = "*Your answer here.*"
c.GenerateAssignment.preprocessors = [*GenerateAssignment.preprocessors.default(), KeepRunning]
c.Autograde.autograde_preprocessors = [
    *Autograde.autograde_preprocessors.default(),
    SettleRubrics,
]

# Files as learning platforms name them; the number is the platform's own for the student:
# Moodle "Ana Lopez_12345_assignsubmission_file/03-k-fold.ipynb" (also one file without a folder),
# Canvas "lopezana_LATE_1234_567890_03-k-fold-1.ipynb"; a browser may have added " (1)".
STUDENT = r".*[/\\][^/\\]+_(?P<student_id>\d+)"
PLATFORM = r"_(?:assignsubmission_file[_/\\](?:.*[/\\])?|\d+_)"
EXERCISE = r"(?P<file_id>\d\d-[a-z-]*[a-z])(?:[ +_]?\(\d+\)|-\d+|-Copy\d+)*\.ipynb$"
c.FileNameCollectorPlugin.named_regexp = STUDENT + PLATFORM + EXERCISE
c.ZipCollectApp.strict = True  # a notebook of another name is left out, and the log says so
