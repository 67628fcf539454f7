from setuptools import Extension, setup

# Metadata stands here and not in pyproject.toml because the oldest target's setuptools reads it only from here.
setup(
    name="wheelyard-example",
    version="1.0",
    python_requires=">=3.9",
    package_dir={"": "src"},
    packages=["wheelyard_example"],
    ext_modules=[
        Extension(
            "wheelyard_example._sodium",
            ["src/wheelyard_example/_sodium.c"],
            libraries=["sodium"],
        )
    ],
)
