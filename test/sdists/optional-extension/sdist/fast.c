#include <Python.h>
#include <zoo/no_such_header.h>
