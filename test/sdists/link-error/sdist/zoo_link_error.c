#include <Python.h>
extern int zoo_nowhere(void);

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "zoo_link_error", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_zoo_link_error(void)
{
    zoo_nowhere();
    return PyModule_Create(&definition);
}
