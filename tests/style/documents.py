"""Documents that drift are worse than none: every path they name exists, the table of limits says
what core/limits.hpp says, and NOTICE names every library that the program links."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
PATH = re.compile(r"`((?:src|docs|tests|bench|studies|frontend|scripts|cmake)/[\w./-]*|\./(?:start|check)|[A-Za-z-]+\.(?:txt|md|json))`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
LIMIT = re.compile(r"constexpr (?:std::size_t|auto) (\w+) = ([^;]+);")
# Packages that are tools or headers of the machine, not parts of the program.
NOT_LINKED = {"ccache", "clang-19", "cmake", "librsvg2-bin", "lld-19", "ninja-build", "pkg-config"}


def missing_paths():
    documents = [ROOT / name for name in DOCUMENTS] + sorted((ROOT / "docs").rglob("*.md"))
    for document in documents:
        if not document.exists():
            yield f"{document.relative_to(ROOT)}: does not exist"
            continue
        for number, line in enumerate(document.read_text().splitlines(), 1):
            for name in PATH.findall(line):
                if not (ROOT / name).exists() and not (document.parent / name).exists():
                    yield f"{document.relative_to(ROOT)}:{number}: `{name}` does not exist"
            for name in LINK.findall(line):
                if not (document.parent / name.strip()).exists():
                    yield f"{document.relative_to(ROOT)}:{number}: link to {name} leads nowhere"


def limit_value(text):
    text = text.replace("'", "").strip()
    seconds = re.fullmatch(r"(\d+)s", text)
    if seconds:
        return int(seconds.group(1))
    return eval(text, {"__builtins__": {}})  # products of numbers


def wrong_limits():
    table = (ROOT / "README.md").read_text()
    for name, text in LIMIT.findall((ROOT / "src/core/limits.hpp").read_text()):
        row = re.search(rf"^\|[^\n]*`{name}`[^\n]*\|$", table, re.MULTILINE)
        if not row:
            yield f"README.md: the table of limits has no row for `{name}`"
            continue
        said = re.search(r"\|\s*([\d ,]+)\s*[^|]*\|\s*$", row.group(0))
        if not said or int(re.sub(r"\D", "", said.group(1))) != limit_value(text):
            yield f"README.md: `{name}` is {limit_value(text)} in core/limits.hpp"


def unnamed_dependencies():
    notice = (ROOT / "NOTICE").read_text()
    for line in (ROOT / "packages.txt").read_text().splitlines():
        package = line.strip()
        if package and not package.startswith("#") and package not in NOT_LINKED and package not in notice:
            yield f"NOTICE: {package} of packages.txt is not named with its licence"


def main():
    wrong = [*missing_paths(), *wrong_limits(), *unnamed_dependencies()]
    print("\n".join(wrong) if wrong else "documents agree with the tree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
