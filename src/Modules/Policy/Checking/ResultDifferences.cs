using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Checking;

/// <summary>Where a result is not what a test expects.</summary>
internal static class ResultDifferences
{
    public static IEnumerable<(string What, string Wanted, string Found)> Of(ExpectedResult expected, PolicyResult actual)
    {
        var status = ResultJson.Code(actual.Status);
        if (status != expected.Status)
        {
            yield return ("status", expected.Status, actual.Needs.Count == 0 ? status : $"{status} (needs {string.Join(", ", actual.Needs)})");
            yield break;
        }

        if (expected.Amount is not null && expected.Amount != actual.Amount.ToString())
        {
            yield return ("amount", expected.Amount, actual.Amount.ToString());
        }

        if (expected.Value is not null && expected.Value != actual.Value)
        {
            yield return ("value", expected.Value, actual.Value ?? "null");
        }

        if (expected.By is not null && expected.By != actual.By)
        {
            yield return ("by", expected.By, actual.By ?? "null");
        }

        if (expected.Needs is not null && !expected.Needs.Order().SequenceEqual(actual.Needs.Order()))
        {
            yield return ("needs", string.Join(", ", expected.Needs), string.Join(", ", actual.Needs));
        }

        if (expected.Row is { } row && actual.Because.All(b => b.Row != row))
        {
            yield return ("row", $"{row}", string.Join(", ", actual.Because.Where(b => b.Row is not null).Select(b => b.Row)));
        }

        foreach (var (source, amount) in expected.Funding ?? [])
        {
            var share = actual.Funding.FirstOrDefault(f => f.Source == source)?.Amount.ToString() ?? "nothing";
            if (share != amount)
            {
                yield return ($"funding by {source}", amount, share);
            }
        }
    }
}
