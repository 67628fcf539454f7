#include <Python.h>
#include <zoo/no_such_header.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "zoo_missing_header", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_zoo_missing_header(void)
{
    return PyModule_Create(&definition);
}
