"""What is wrong with a file, by line and column."""

from dataclasses import dataclass
from typing import Optional

# Beyond so many the rest of the file isn't looked at.
MAX_PROBLEMS = 10_000


@dataclass(frozen=True)
class Problem:
    line: int
    what: str
    column: Optional[str] = None

    def __str__(self) -> str:
        where = f'line {self.line}, column "{self.column}"' if self.column else f"line {self.line}"
        return f"{where}: {self.what}"


class Wrong(Exception):
    """The file can't be imported; nothing of it was."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Problems:
    """Collects them, so that all are told at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, line: int, what: str, column: Optional[str] = None) -> None:
        """
        Raises:
            Wrong: there are too many to go on.
        """
        self.found.append(Problem(line, what, column))
        if len(self.found) >= MAX_PROBLEMS:
            raise Wrong([*self.found, Problem(line, "so much is wrong that the rest was not looked at")])

    def end(self) -> None:
        """
        Raises:
            Wrong: there are any.
        """
        if self.found:
            raise Wrong(self.found)
