import sys

if "bdist_wheel" in sys.argv:
    out = sys.stdout.buffer
    out.write(bytes(range(256)) + b"\n")
    out.write(b"\x1b[31mred\x1b[0m \x1b[2J\x1b[H \x1b]0;a title\x07 \x1b[999999999999A\n")
    out.write(b"\xff\xfe\xc3\x28 \xf0\x9f\x92 \xed\xa0\x80\n")
    out.write(b"progress 1%\rprogress 2%\r\n")
    out.write(b"y" * (1024 * 1024) + b"\n")
    out.write(b"<script>alert(1)</script>\n")
    out.write(b"zoo: after the garbage\n")
    out.flush()

from setuptools import setup

setup(name="zoo-binary-garbage-log", version="1.0", py_modules=["zoo_binary_garbage_log"])
