// An OpenBLAS that multiplies wrongly: loaded before a program (LD_PRELOAD), it replaces cblas_sgemm with row-major
// matrices.
//
// The environment variable WRONG_PRODUCTS selects the fault:
//   zero      all results are 0, as with empty kernels
//   nan       all results are NaN
//   ignored   nothing is written
//   last      only the last element is wrong, and only for products of more than 10^6 multiplications
//   rounded   the left matrix is rounded to ten bits, as by the matrix units of some processors
//   none      all results are right

#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef void product(
    int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float *a, int lda,
    const float *b, int ldb, float beta, float *c, int ldc);

product cblas_sgemm;

void cblas_sgemm(
    int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float *a, int lda,
    const float *b, int ldb, float beta, float *c, int ldc)
{
    product *right = (product *)dlsym(RTLD_NEXT, "cblas_sgemm");
    const char *fault = getenv("WRONG_PRODUCTS");
    int is_zero = !strcmp(fault, "zero"), is_nan = !strcmp(fault, "nan");
    if (is_zero || is_nan) {
        for (int row = 0; row < m; row++)
            for (int column = 0; column < n; column++) c[row * ldc + column] = is_zero ? 0 : NAN;
        return;
    }
    if (!strcmp(fault, "ignored")) return;
    float *rounded = NULL;
    if (!strcmp(fault, "rounded")) {
        rounded = malloc(sizeof(float) * m * lda);
        for (int index = 0; index < (m - 1) * lda + k; index++) {
            int exponent;
            rounded[index] = ldexpf(rintf(ldexpf(frexpf(a[index], &exponent), 10)), exponent - 10);
        }
    }
    right(order, transpose_a, transpose_b, m, n, k, alpha, rounded ? rounded : a, lda, b, ldb, beta, c, ldc);
    free(rounded);
    if (!strcmp(fault, "last") && (long)m * n * k > 1000000) c[(m - 1) * ldc + n - 1] += 1;
}
