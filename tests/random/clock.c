/* Preloaded into `tarn`: its clock begins at the second that ASKED_AT names, so that an answer that
   tells of today can be compared with one that was given on another day. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static time_t shift;

__attribute__((constructor)) static void begin(void) {
  const char *second = getenv("ASKED_AT");
  struct timespec now;
  if (second && syscall(SYS_clock_gettime, CLOCK_REALTIME, &now) == 0) {
    shift = (time_t)atoll(second) - now.tv_sec;
  }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  const int failed = (int)syscall(SYS_clock_gettime, clock, now);
  if (!failed && clock == CLOCK_REALTIME) {
    now->tv_sec += shift;
  }
  return failed;
}
