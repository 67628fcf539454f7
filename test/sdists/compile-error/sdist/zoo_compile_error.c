#include <Python.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "zoo_compile_error", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_zoo_compile_error(void)
{
    this is not C;
    return PyModule_Create(&definition);
}
