#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <sodium.h>

static PyObject *digest(PyObject *self, PyObject *args)
{
    const unsigned char *data;
    Py_ssize_t length;
    unsigned char out[crypto_generichash_BYTES];

    if (!PyArg_ParseTuple(args, "y#", &data, &length))
        return NULL;
    crypto_generichash(out, sizeof out, data, (unsigned long long)length, NULL, 0);
    return PyBytes_FromStringAndSize((const char *)out, sizeof out);
}

static PyObject *library_version(PyObject *self, PyObject *args)
{
    return PyUnicode_FromString(sodium_version_string());
}

static PyMethodDef methods[] = {
    {"digest", digest, METH_VARARGS, "BLAKE2b digest (32 bytes) of the given bytes."},
    {"library_version", library_version, METH_NOARGS, "Version of the libsodium that is loaded."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_sodium", NULL, -1, methods};

PyMODINIT_FUNC PyInit__sodium(void)
{
    if (sodium_init() < 0)
        return PyErr_Format(PyExc_ImportError, "libsodium does not initialise");
    return PyModule_Create(&module);
}
