#include <Python.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "zoo_c_extension", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_zoo_c_extension(void)
{
    return PyModule_Create(&definition);
}
