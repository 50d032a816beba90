using Fuyao.Kernel;

namespace Fuyao.Policy.Simulation;

/// <summary>
/// What each source bears of a policy's awards, to the fen as each award is split. Awards of one amount split alike, so amounts are
/// counted and every distinct amount is split once.
/// </summary>
internal sealed class FundingSums
{
    private readonly IReadOnlyList<(string Source, decimal Share)> _funding;
    private readonly Dictionary<long, int>? _counts;
    private long _sum;

    public FundingSums(IReadOnlyList<(string Source, decimal Share)> funding)
    {
        _funding = funding;
        _counts = funding.Count > 1 ? [] : null;
    }

    public void Add(long fen)
    {
        if (_counts is null)
        {
            _sum += fen;
        }
        else
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, fen, out _)++;
        }
    }

    public void Add(FundingSums other)
    {
        _sum += other._sum;
        foreach (var (fen, count) in other._counts ?? [])
        {
            _counts![fen] = _counts.GetValueOrDefault(fen) + count;
        }
    }

    /// <summary>By source; what nobody is named for is borne by no source.</summary>
    public IEnumerable<(string Source, long Fen)> Shares()
    {
        if (_funding.Count == 1)
        {
            return [(_funding[0].Source, _sum)];
        }

        if (_counts is null)
        {
            return [];
        }

        decimal[] weights = [.. _funding.Select(f => f.Share)];
        var shares = new long[weights.Length];
        foreach (var (fen, count) in _counts)
        {
            foreach (var (i, share) in new Money(fen).Split(weights).Index())
            {
                shares[i] += share.Fen * count;
            }
        }

        return _funding.Zip(shares, (f, share) => (f.Source, share));
    }
}
