using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>The applications of the image. OTP: application:which_applications/0.</summary>
internal sealed class ApplicationsCommand : ShellCommand
{
    public override string Name => "apps";

    public override string Summary => "the applications, in the order in which they were started";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        foreach (ApplicationInfo application in Node.Applications())
        {
            string end = application.Reason is null ? "" : $"  {application.Reason}";
            Console.WriteLine($"  {application.Name,-20} {application.Type,-10} {application.Status}{end}");
        }
    }
}
