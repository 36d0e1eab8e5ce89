"""A disk without room: nothing can be written, until room is made."""

import os
import resource
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import httpx

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Crowd, Site, WebCustomer
from tests.waiting import until

_MEGABYTES = 96
# What the log says where the disk is full, and where the system lets no file grow.
_SAYS = {True: "make room on it", False: "look at its disk"}


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Within the block the folder is a disk of its own, where this machine lets us make one (as root); did it?"""
    size = f"size={_MEGABYTES}m"
    made = os.geteuid() == 0 and not subprocess.call(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], stderr=subprocess.DEVNULL
    )
    try:
        yield made
    finally:
        if made:
            subprocess.call(["umount", "--lazy", folder])


@contextmanager
def _no_room(site: Site, folder: Path, small: bool) -> Iterator[None]:
    """No file of the product can grow: its disk is full, or else the system forbids it to write any further."""
    process = site.product.process
    assert process is not None
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    filler = folder / "filler"
    try:
        if small:
            _fill(filler)
        else:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, before[1]))
        yield
    finally:
        filler.unlink(missing_ok=True)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)


def _fill(filler: Path) -> None:
    for size in (2**20, 2**12, 1):
        with filler.open("ab", buffering=0) as file:
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue


def fill(site: Site, folder: Path, small: bool) -> Outcome:
    """While there is no room messages are refused, never acknowledged; afterwards all is as before."""
    refused = site.refused
    probe = WebCustomer(site, 1, 0).begin()
    with Crowd(site, web=3, telegram=2, messages=8, pause_seconds=0.4), _no_room(site, folder, small):
        until(lambda: not _is_taken(probe), 60)
        time.sleep(2)
    assert _SAYS[small] in site.log(), "the log does not say what to do"
    how = "no room left on the disk" if small else "the system lets no file grow (EFBIG)"
    return examine(site, "Disk full, then freed", 1, how, f"{site.refused - refused} requests refused meanwhile")


def _is_taken(probe: WebCustomer) -> bool:
    try:
        probe.tries("hello", f"after {probe.last}")
    except httpx.HTTPError:
        return False
    return True
