#include <Python.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "zoo_missing_library", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_zoo_missing_library(void)
{
    return PyModule_Create(&definition);
}
