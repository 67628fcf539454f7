from urllib.request import urlopen

address = "http://files.example.com/zoo-data.json"
print("downloading", address, flush=True)
urlopen(address, timeout=5)

from setuptools import setup

setup(name="zoo-needs-network", version="1.0", py_modules=["zoo_needs_network"])
