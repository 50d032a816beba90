using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// Results whose explanation is the same text: everything that <see cref="PolicyResult.WriteTo"/> writes of an award with reasons, but for
/// the subject and the unit of time.
/// </summary>
internal sealed class SameExplanation : IEqualityComparer<PolicyResult>
{
    public static readonly SameExplanation Instance = new();

    public bool Equals(PolicyResult? x, PolicyResult? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null
            && x.Policy == y.Policy && x.Unit == y.Unit && x.Status == y.Status && x.Amount == y.Amount && x.Value == y.Value && x.By == y.By
            && Equal(x.Parts, y.Parts) && Equal(x.Funding, y.Funding) && Equal(x.Needs, y.Needs) && Equal(x.Because, y.Because, Same)
            && x.WouldChange is null && y.WouldChange is null && x.Says is null && y.Says is null && x.Tree is null && y.Tree is null && x.Source == y.Source);

    public int GetHashCode(PolicyResult result)
    {
        var hash = new HashCode();
        hash.Add(result.Policy);
        hash.Add(result.Amount);
        foreach (var reason in result.Because)
        {
            hash.Add(reason.Row);
            hash.Add(reason.Value);
        }

        return hash.ToHashCode();
    }

    private static bool Same(Reason x, Reason y) =>
        x.Row == y.Row && x.Unknown == y.Unknown && x.Expression == y.Expression && x.Table == y.Table && x.Policy == y.Policy && Same(x.Value, y.Value)
        && (ReferenceEquals(x.Parameter, y.Parameter) || x.Parameter == y.Parameter);

    // 3000 and 3000.00 are one number and two texts.
    private static bool Same(object? x, object? y) => x is decimal a && y is decimal b ? a == b && a.Scale == b.Scale : Equals(x, y);

    private static bool Equal<T>(IReadOnlyList<T> x, IReadOnlyList<T> y) => Equal(x, y, EqualityComparer<T>.Default.Equals);

    private static bool Equal<T>(IReadOnlyList<T> x, IReadOnlyList<T> y, Func<T, T, bool> same)
    {
        if (x.Count != y.Count)
        {
            return false;
        }

        for (var i = 0; i < x.Count; i++)
        {
            if (!same(x[i], y[i]))
            {
                return false;
            }
        }

        return true;
    }
}
