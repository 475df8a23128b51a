// Watches a stream of raw noise samples for the two ways in which a noise source dies (NIST SP 800-90B §4.4): it
// sticks at one value (repetition count test, §4.4.1), or one value becomes far too frequent (adaptive proportion
// test, §4.4.2). The cut-offs are for a claimed minimal entropy of one quarter bit a sample and a false alarm once in
// 2^30 samples:
//   repetition:  1 + 30 / 0.25 = 121 equal samples in a row
//   proportion:  a value of probability 2^-0.25 = 0.84 in a window of 512; 485 is mean (430) plus 6.6 deviations (8.3)
// Claiming little keeps the tests quiet on slow, regular machines and costs only time: more samples for a full key.
namespace Cosmos.Core.Entropy;

/// <summary>The continuous health tests of NIST SP 800-90B for a source that claims a quarter bit per sample.</summary>
internal struct NoiseHealth
{
    /// <summary>So many samples stand for one bit of entropy.</summary>
    public const int SamplesPerBit = 4;

    /// <summary>Equal samples in a row that fail the source.</summary>
    public const int RepetitionLimit = 121;

    /// <summary>Samples per window of the proportion test.</summary>
    public const int WindowSize = 512;

    /// <summary>Occurrences of the window's first sample that fail the source.</summary>
    public const int ProportionLimit = 485;

    private ulong _last;
    private int _repetitions;
    private ulong _windowSample;
    private int _windowPosition;
    private int _windowHits;

    /// <summary>Whether any test failed since the value was made; a failed source stays failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Takes the next sample into account.</summary>
    public void Observe(ulong sample)
    {
        _repetitions = sample == _last && _repetitions > 0 ? _repetitions + 1 : 1;
        _last = sample;
        if (_windowPosition == 0)
        {
            _windowSample = sample;
            _windowHits = 0;
        }

        _windowHits += sample == _windowSample ? 1 : 0;
        _windowPosition = (_windowPosition + 1) % WindowSize;
        HasFailed |= _repetitions >= RepetitionLimit || _windowHits >= ProportionLimit;
    }
}
