"""Runs a program that may not generate code at run time.

    refuse_code.py mprotect PROGRAM ARGUMENT ...    writable memory cannot become executable (PR_SET_MDWE)
    refuse_code.py all PROGRAM ARGUMENT ...         also no files in memory (a seccomp filter on memfd_create)

Requires Linux 6.3 on x86-64. The exit status is 77 when the system does not support this.
"""

import ctypes
import os
import struct
import sys

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE = 22, 38, 65
SECCOMP_MODE_FILTER, MDWE_REFUSE_EXEC_GAIN = 2, 1
SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO, EPERM = 0x7FFF0000, 0x00050000, 1
BPF_LOAD_WORD, BPF_JUMP_EQUAL, BPF_RETURN = 0x20, 0x15, 0x06
MEMFD_CREATE = 319

libc = ctypes.CDLL(None, use_errno=True)


def prctl(*arguments):
    if libc.prctl(*[ctypes.c_ulong(a) if isinstance(a, int) else a for a in (*arguments, 0, 0, 0)][:5]) != 0:
        print("prctl:", os.strerror(ctypes.get_errno()), file=sys.stderr)
        sys.exit(77)


def refuse_call(number):
    instructions = [
        (BPF_LOAD_WORD, 0, 0, 0),  # the number of the system call
        (BPF_JUMP_EQUAL, 0, 1, number),
        (BPF_RETURN, 0, 0, SECCOMP_RET_ERRNO | EPERM),
        (BPF_RETURN, 0, 0, SECCOMP_RET_ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *i) for i in instructions))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(instructions), ctypes.addressof(code)))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(program)))


prctl(PR_SET_MDWE, MDWE_REFUSE_EXEC_GAIN)
if sys.argv[1] == "all":
    refuse_call(MEMFD_CREATE)
os.execv(sys.argv[2], sys.argv[2:])
