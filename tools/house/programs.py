"""One place starts programs on foreign media, in a sandbox: `foundation/process`. Whoever else starts one says why."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.house.checkout import Checkout, Finding, Module, imported

STARTERS = ("subprocess", "multiprocessing", "pty", "concurrent.futures.ProcessPoolExecutor")
OF_OS = frozenset({"system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp"})
HOME = "vidarium/foundation/process/"
INSTEAD = (
    "Describe a Step and give it to foundation.process.run, which holds it in a sandbox. "
    "For a program that reads nothing foreign, name the file and the reason in tools/house/exceptions.toml."
)


def breaches(checkout: Checkout) -> Iterator[Finding]:
    excepted = checkout.excepted("programs")
    for module in checkout.package:
        if not module.path.startswith(HOME) and module.path not in excepted:
            for line, name in (*imports(module), *calls(module)):
                yield Finding(module.path, line, f"{name} starts programs. {INSTEAD}")


def imports(module: Module) -> Iterator[tuple[int, str]]:
    for line, name in imported(module):
        if any(name == starter or name.startswith(f"{starter}.") for starter in STARTERS):
            yield line, name


def calls(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "os" and (node.attr in OF_OS or node.attr.startswith(("exec", "spawn"))):
                yield node.lineno, f"os.{node.attr}"
            if node.value.id == "asyncio" and node.attr.startswith("create_subprocess"):
                yield node.lineno, f"asyncio.{node.attr}"
