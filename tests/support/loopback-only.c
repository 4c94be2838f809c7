/* Turns every bind to all interfaces into one to 127.0.0.1. Orthanc 1.10 has no setting for it. Loaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

int bind(int descriptor, const struct sockaddr *address, socklen_t length) {
  int (*real_bind)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "bind");
  if (address->sa_family == AF_INET) {
    struct sockaddr_in local;
    memcpy(&local, address, sizeof local);
    if (local.sin_addr.s_addr == htonl(INADDR_ANY)) local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return real_bind(descriptor, (struct sockaddr *)&local, sizeof local);
  }
  if (address->sa_family == AF_INET6) {
    struct sockaddr_in6 local;
    memcpy(&local, address, sizeof local);
    if (memcmp(&local.sin6_addr, &in6addr_any, sizeof in6addr_any) == 0) local.sin6_addr = in6addr_loopback;
    return real_bind(descriptor, (struct sockaddr *)&local, sizeof local);
  }
  return real_bind(descriptor, address, length);
}
