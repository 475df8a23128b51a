// The image echo answers datagrams: with either card in QEMU, as `make run IMAGE=echo` boots it, and on Linux.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot;

public class EchoTests
{
    private const string Command = "make build IMAGE=echo";
    private const string Ready = "datagrams are answered at";
    private const int EchoPort = 7;

    // Without a byte; on both sides of what is copied and of what fits into a frame; in fragments.
    private static readonly int[] s_lengths = [0, 1, 64, 65, 500, 1400, 1472, 1473, 3000, 9000];

    /// <summary>
    /// A hundred datagrams of several sizes come back as they were; so they do after the server was killed, and after
    /// the interface was.
    /// </summary>
    [Theory]
    [InlineData("virtio")]
    [InlineData("e1000")]
    public void AnswersOnTheMachine(string card)
    {
        Repository.Product("echo.elf", Command);
        Tools.RequireQemu();
        string name = $"boot-echo-{card}";
        string[] environment = UserScript.Environment("echo", name, "SMP=1", "MEM=128M", $"NIC={card}");
        int port = int.Parse(UserScript.Value(environment, "PORT"), CultureInfo.InvariantCulture);
        using var machine = UserScript.Start("run.sh", environment, name);
        var session = new Session(machine, Patience.Emulated);
        session.Expect(Ready, $"UDP port {EchoPort}");
        ExpectEchoes(new IPEndPoint(IPAddress.Loopback, port));
        session.Type("kill echo").Expect(Ready);
        ExpectEchoes(new IPEndPoint(IPAddress.Loopback, port));
        session.Type("kill net0").Expect("there is no address").Expect(Ready);
        ExpectEchoes(new IPEndPoint(IPAddress.Loopback, port));
        session.Type("poweroff").ExpectEnd();
    }

    /// <summary>What comes from another echo is not answered: the two would go on for ever.</summary>
    [Fact]
    public void DoesNotAnswerAnEcho() => NetworkNamespace.Run(static () =>
    {
        NetworkNamespace.Ip("tuntap add tap0 mode tap");
        NetworkNamespace.Ip("address add 10.9.0.1/24 dev tap0");
        NetworkNamespace.Ip("link set tap0 up");
        string image = Repository.Product("echo-linux", Command);
        string[] options = ["tap.device=tap0", "net.address=10.9.0.2/24", "net.claim=brief"];
        using var machine = new LinuxMachine(image, options, Repository.LogFile("boot-echo-linux"));
        new Session(machine, Patience.Native).Expect(Ready);
        var server = new IPEndPoint(IPAddress.Parse("10.9.0.2"), EchoPort);
        using var other = new UdpClient(EchoPort, AddressFamily.InterNetwork);
        other.Send([1, 2, 3], server);
        ExpectEchoes(server); // behind the other's datagram, so that one was seen
        Assert.Equal(0, other.Available);
    });

    private static void ExpectEchoes(IPEndPoint server)
    {
        using var client = new UdpClient(AddressFamily.InterNetwork);
        client.Client.ReceiveTimeout = (int)Patience.Emulated.TotalMilliseconds;
        client.Connect(server);
        for (int number = 0; number < 100; number++)
        {
            byte[] bytes = new byte[s_lengths[number % s_lengths.Length]];
            new Random(number).NextBytes(bytes);
            client.Send(bytes);
            IPEndPoint? from = null;
            Assert.Equal(bytes, client.Receive(ref from));
        }
    }
}
