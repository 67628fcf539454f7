#include <Python.h>

extern int zoo_left_behind(void);

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "zoo_unresolved_library", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_zoo_unresolved_library(void)
{
    zoo_left_behind();
    return PyModule_Create(&definition);
}
