"""Which system calls are refused inside the sandbox: a seccomp filter, compiled once.

A decoder needs files, memory and threads. What is refused here is what an attacker needs next: sockets, other
processes, new namespaces, keys, and the parts of the kernel in which bugs are found most often.
"""

from __future__ import annotations

import errno
import os
import tempfile
from functools import cache

try:
    import pyseccomp  # type: ignore[import-untyped]  # the package has no types
except RuntimeError:
    # libseccomp itself is not on this machine. `filter_fd` says what to install.
    pyseccomp = None

from vidarium.foundation.process.errors import SandboxUnavailable

REFUSED = (
    # The network and every other socket.
    ("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg"),
    # Other processes.
    ("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd", "process_madvise"),
    # Namespaces and mounts.
    ("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen", "fsconfig"),
    ("fsmount", "fspick", "mount_setattr", "name_to_handle_at", "open_by_handle_at", "swapon", "swapoff", "quotactl"),
    # Parts of the kernel with a long record of bugs, none of which a codec needs.
    ("bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "vmsplice"),
    ("add_key", "request_key", "keyctl", "fanotify_init", "lookup_dcookie", "modify_ldt", "memfd_create", "execveat"),
    # The machine itself.
    ("kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "acct", "syslog"),
    ("settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "iopl", "ioperm"),
)
NAMESPACE_FLAGS = 0x7E020000
"""CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET (linux/sched.h)."""


def filter_fd() -> int:
    """A file descriptor from which bubblewrap reads the filter; the caller closes it.

    Each run needs its own, because bubblewrap reads to the end and a position is shared by all who hold the file.
    """
    fd = os.memfd_create("seccomp")
    os.write(fd, _program())
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


@cache
def _program() -> bytes:
    if pyseccomp is None:
        raise SandboxUnavailable("The sandbox needs libseccomp: install it with `apt install libseccomp2`.")
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in (name for group in REFUSED for name in group):
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    # clone3 hides its flags behind a pointer that a filter can't follow; the C library falls back to clone.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for flag in (1 << bit for bit in range(32) if NAMESPACE_FLAGS >> bit & 1):
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    # A terminal that we were started from must not be typed into (CVE-2017-5226).
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "ioctl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, 0x5412))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()
