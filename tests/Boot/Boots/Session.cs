// Somebody at a machine's console who types one line and waits for the answer.
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>A conversation with a machine.</summary>
internal sealed class Session(Machine machine, TimeSpan patience)
{
    public Session Type(string line) => Send(line + "\n");

    public Session Send(string text)
    {
        machine.Write(text);
        return this;
    }

    /// <summary>Waits for the next line that has all these words in this order.</summary>
    public Session Expect(params string[] words)
    {
        while (true)
        {
            ConsoleEvent next = machine.Read(patience);
            string wanted = string.Join(" ... ", words);
            Assert.True(
                next.Kind == ConsoleEventKind.Line,
                $"{next.Kind} in place of a line with {wanted}; the console:\n{machine.ConsoleTail}");
            if (Has(next.Text, words))
            {
                return this;
            }
        }
    }

    public void ExpectEnd()
    {
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(patience));
        Assert.Equal(0, machine.Exit.GuestCode);
    }

    private static bool Has(string line, string[] words)
    {
        int at = 0;
        foreach (string word in words)
        {
            int found = line.IndexOf(word, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + word.Length;
        }

        return true;
    }
}
