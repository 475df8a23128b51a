// The Linux side of `make echo`: process 1 of a guest that has no other. It does what a distribution does at its start,
// as far as an echo needs it: it loads the modules of the network card, gives the card its address (ADDRESS, from the
// kernel's command line), and then sends datagrams at UDP port 7 back to where they came from (RFC 862). When anything
// fails it ends, and the guest with it.
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Each behind those that it needs (their field depends, in modinfo(8)).
static const char *const modules[] = {
    "virtio_ring", "virtio", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci",
    "failover", "net_failover", "virtio_net",
};

static void must(int result, const char *what)
{
    if (result < 0)
    {
        perror(what);
        exit(1);
    }
}

static void load_modules(void)
{
    for (size_t index = 0; index < sizeof modules / sizeof *modules; index++)
    {
        char file[64];
        snprintf(file, sizeof file, "/%s.ko", modules[index]);
        int module = open(file, O_RDONLY);
        must(module, file);
        must(syscall(SYS_finit_module, module, "", 0), file);
        close(module);
    }
}

static void set(int control, unsigned long what, const char *address)
{
    struct ifreq request = { .ifr_name = "eth0" };
    struct sockaddr_in *value = (struct sockaddr_in *)&request.ifr_addr;
    value->sin_family = AF_INET;
    value->sin_addr.s_addr = inet_addr(address);
    must(ioctl(control, what, &request), address);
}

static void set_up(const char *address)
{
    int control = socket(AF_INET, SOCK_DGRAM, 0);
    must(control, "socket");
    set(control, SIOCSIFADDR, address);
    set(control, SIOCSIFNETMASK, "255.255.255.0");
    struct ifreq request = { .ifr_name = "eth0", .ifr_flags = IFF_UP | IFF_RUNNING };
    must(ioctl(control, SIOCSIFFLAGS, &request), "SIOCSIFFLAGS");
    close(control);
}

int main(void)
{
    const char *address = getenv("ADDRESS");
    must(address ? 0 : -1, "ADDRESS");
    load_modules();
    set_up(address);
    int echo = socket(AF_INET, SOCK_DGRAM, 0);
    must(echo, "socket");
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(7) };
    must(bind(echo, (struct sockaddr *)&own, sizeof own), "bind");
    printf("echo: datagrams are answered at %s, UDP port 7\n", address);
    fflush(stdout);
    static char datagram[65536];
    for (;;)
    {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        ssize_t bytes = recvfrom(echo, datagram, sizeof datagram, 0, (struct sockaddr *)&from, &length);
        must(bytes, "recvfrom");
        if (from.sin_port != own.sin_port)
            sendto(echo, datagram, bytes, 0, (struct sockaddr *)&from, length);
    }
}
