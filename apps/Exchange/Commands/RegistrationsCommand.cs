// regs: who is registered, and where he is reached. A subscriber who is missing here is one whose phone does not ring.
// Contacts that have expired are not shown, though their rows may stay for half a minute.
using System.Collections.Immutable;
using Cosmos.Apps.Shell.Commands;
using Cosmos.Apps.Switch;

namespace Exchange.Commands;

/// <summary>Registrations.</summary>
internal sealed class RegistrationsCommand : ShellCommand
{
    public override string Name => "regs";

    public override string Usage => "[USER]";

    public override string Summary => "registered contacts, and how long they last";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 1);
        int count = 0;
        foreach ((string user, Binding contact, TimeSpan left) in SwitchStatus.Registrations())
        {
            if (arguments.IsEmpty || arguments[0] == user)
            {
                Console.WriteLine($"  {user,-16} {contact.Uri}  {(int)left.TotalSeconds} s, from {contact.Source}");
                count++;
            }
        }

        Console.WriteLine($"{count} contacts.");
    }
}
