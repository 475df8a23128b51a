// Claims on devices, over seeds: whenever its driver is killed, the device is silenced before its memory is taken back,
// and free for the next one when the end is told. That the order is kept is checked by the simulated border.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Nodes;

/// <summary>Claims about claims under kills.</summary>
public sealed class ClaimedDevices
{
    private static readonly PciAddress s_function = new(0, 1, 0);

    /// <summary>Killed at any step, a driver leaves its device, its lines and its memory to the next.</summary>
    [Fact]
    public void A_killed_driver_leaves_its_device() => Seeds.Check(200, node => node.Run(() =>
    {
        for (int round = 0; round < 4; round++)
        {
            (Pid driver, Ref monitor) = Process.SpawnMonitor(static () =>
            {
                Assert.Equal(PciFault.None, Process.TryClaim(s_function, out PciDevice? device));
                Assert.Equal(PciFault.None, Process.TryAttach(device!, 0, out Irq irq));
                for (int i = 0; i < 3; i++)
                {
                    Assert.True(device!.TryAllocate(4096, is32Bit: false, out _));
                }

                irq.Unmask();
                Process.Receive<InterruptMessage>();
            });
            for (int i = 0; i < round * 7; i++)
            {
                Process.Yield();
            }

            Process.Exit(driver, ExitReason.Kill);
            DownMessage down = Process.Receive<DownMessage>(down => down.Monitor == monitor);
            Assert.Equal(ExitReason.Killed, down.Reason);
            Assert.Equal(0, PciClaims.BufferBytes);
        }
    }));

    /// <summary>A device has one owner at a time.</summary>
    [Fact]
    public void A_claimed_device_is_refused_to_others() => Seeds.Check(50, node => node.Run(() =>
    {
        Assert.Equal(PciFault.None, Process.TryClaim(s_function, out PciDevice? device));
        Assert.NotNull(device);
        Ref monitor = Process.SpawnMonitor(static () =>
        {
            Assert.Equal(PciFault.Claimed, Process.TryClaim(s_function, out PciDevice? none));
            Assert.Null(none);
            Assert.Equal(PciFault.Absent, Process.TryClaim(new PciAddress(1, 0, 0), out _));
        }).Monitor;
        Assert.Equal(ExitReason.Normal, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
    }));
}
