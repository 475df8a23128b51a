// The scripts behind `make run` and `make run-linux`, started as make starts them, with a port and a folder that are
// nobody else's.
using System.Net;
using System.Net.Sockets;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>What a user of make has.</summary>
internal static class UserScript
{
    // The phones of `make call` have the ports up to this many behind the exchange's.
    private const int PortsOfPhones = 12;

    /// <summary>Where a script lies.</summary>
    public static string PathOf(string script) =>
        Path.Combine(Repository.Root, "kernel/Cosmos.Build/Scripts", script);

    /// <summary>What make would give the scripts; of a name that is there twice, the last counts.</summary>
    public static string[] Environment(string image, string name, params string[] more) =>
    [
        $"IMAGE={image}", "FIRMWARE=", "ACCEL=tcg", "OPTIONS=", "NIC=virtio", $"PORT={FreePort()}",
        $"WORK={Path.Combine(Repository.TestResults, name)}", .. more,
    ];

    /// <summary>The value of a name that is there once.</summary>
    public static string Value(string[] environment, string name) =>
        environment.Single(item => item.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    /// <summary>Starts a script that runs an image.</summary>
    public static LinuxMachine Start(string script, string[] environment, string log) =>
        new("env", [.. environment, "bash", PathOf(script)], Repository.LogFile(log));

    // One that is free. Somebody may take it until it is used, or one of those behind it.
    private static int FreePort()
    {
        while (true)
        {
            using var socket = new UdpClient(new IPEndPoint(IPAddress.Any, 0));
            int port = ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
            if (port + PortsOfPhones <= ushort.MaxValue)
            {
                return port;
            }
        }
    }
}
