using System.Text.RegularExpressions;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Studio;

/// <summary>
/// Compares two versions of a pack by what they say, not by how their files are laid out; or a pack with another one that it extends: then by what
/// holds in each, inherited or not.
/// </summary>
internal static partial class PackComparison
{
    // Longer texts are shown whole, before and after.
    private const int MostWords = 600;

    public static PackDifferences Of(EffectivePack before, EffectivePack after)
    {
        var (from, to) = (StudioPacks.Of(before), StudioPacks.Of(after));
        var one = from.Id == to.Id;
        List<PackDifference> items = [];
        items.AddRange(Items("pack", [from], [to], _ => to.Id, p => p.Title, Facts));
        items.AddRange(Items("parameter", Said(from.Parameters, from, p => p.Place), Said(to.Parameters, to, p => p.Place), p => p.Id, p => p.Title, Facts));
        items.AddRange(Items("policy", Said(from.Policies, from, p => p.Place), Said(to.Policies, to, p => p.Place), p => p.Id, p => p.Title, Facts));
        items.AddRange(Items("check", Said(from.Checks, from, c => c.Place), Said(to.Checks, to, c => c.Place), c => c.Id, c => c.Title, Facts));
        items.AddRange(Items("procedure", Said(from.Procedures, from, p => p.Place), Said(to.Procedures, to, p => p.Place), p => p.Id, p => p.Title, Facts));
        items.AddRange(Items("variable", Said(from.Variables, from, v => v.Place), Said(to.Variables, to, v => v.Place), v => v.Id, v => v.Title, Facts));
        items.AddRange(Items("test", one ? [.. from.Tests.Select(t => (Test: t, Pack: before))] : [], [.. to.Tests.Select(t => (Test: t, Pack: after))], t => $"{t.Test.Place.File}: {t.Test.Name}",
            t => new LocalText(t.Test.Name, t.Test.Name), t => Facts(t.Test, t.Pack)));
        return new PackDifferences(from.Version, to.Version, items);

        IReadOnlyList<T> Said<T>(IReadOnlyList<T> all, StudioPack pack, Func<T, StudioPlace> place) => one ? [.. all.Where(i => place(i).Pack == pack.Id)] : all;
    }

    private static IEnumerable<PackDifference> Items<T>(
        string kind, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> id, Func<T, LocalText> title, Func<T, IEnumerable<Fact>> facts)
    {
        var old = before.GroupBy(id).ToDictionary(g => g.Key, g => g.First());
        var now = after.GroupBy(id).ToDictionary(g => g.Key, g => g.First());
        foreach (var (key, item) in old.Where(o => !now.ContainsKey(o.Key)))
        {
            yield return new PackDifference(kind, key, title(item), "removed", [.. Details(facts(item), [])]);
        }

        foreach (var (key, item) in now)
        {
            var was = old.TryGetValue(key, out var former) ? facts(former) : null;
            DifferenceDetail[] details = [.. Details(was ?? [], facts(item))];
            if (details.Length > 0)
            {
                yield return new PackDifference(kind, key, title(item), was is null ? "added" : "changed", details);
            }
        }
    }

    private static IEnumerable<DifferenceDetail> Details(IEnumerable<Fact> before, IEnumerable<Fact> after)
    {
        var old = before.GroupBy(f => (f.What, f.Of)).ToDictionary(g => g.Key, g => g.First());
        var now = after.GroupBy(f => (f.What, f.Of)).ToDictionary(g => g.Key, g => g.First());
        foreach (var key in old.Keys.Union(now.Keys))
        {
            var (was, @is) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if ((was?.Table ?? @is?.Table) is not null)
            {
                if (Table(was?.Table, @is?.Table) is { } table)
                {
                    yield return new DifferenceDetail(key.What, key.Of, was?.Text, @is?.Text, [], table);
                }
            }
            else if (was?.Text != @is?.Text)
            {
                yield return new DifferenceDetail(key.What, key.Of, was?.Text, @is?.Text, was?.Text is null || @is?.Text is null ? [] : [.. Words(was.Text, @is.Text)], null);
            }
        }
    }

    /// <summary>Word by word; blanks between words belong to the word before.</summary>
    public static IEnumerable<DifferenceWord> Words(string before, string after)
    {
        string[] old = [.. Word().Matches(before).Select(m => m.Value)];
        string[] now = [.. Word().Matches(after).Select(m => m.Value)];
        if (old.Length > MostWords || now.Length > MostWords)
        {
            return [new DifferenceWord(before, "removed"), new DifferenceWord(after, "added")];
        }

        return Sequences.Align(old, now, (a, b) => a.TrimEnd() == b.TrimEnd())
            .Select(s => s.After < 0 ? new DifferenceWord(old[s.Before], "removed") : new DifferenceWord(now[s.After], s.Before < 0 ? "added" : "same"))
            .Aggregate(new List<DifferenceWord>(), (words, next) =>
            {
                if (words.Count > 0 && words[^1].Change == next.Change)
                {
                    words[^1] = words[^1] with { Text = words[^1].Text + next.Text };
                }
                else
                {
                    words.Add(next);
                }

                return words;
            });
    }

    private static DifferenceTable? Table(StudioTable? before, StudioTable? after)
    {
        IReadOnlyList<IReadOnlyList<string>> old = [.. before?.Rows.Select(Cells) ?? []], now = [.. after?.Rows.Select(Cells) ?? []];
        var aligned = Sequences.Align(old, now, (a, b) => a.SequenceEqual(b));
        List<DifferenceRow> rows = [];
        foreach (var (was, @is) in Paired(aligned, old, now))
        {
            rows.Add(was < 0 ? new DifferenceRow("added", [], now[@is]) : @is < 0 ? new DifferenceRow("removed", old[was], [])
                : new DifferenceRow(old[was].SequenceEqual(now[@is]) ? "same" : "changed", old[was], now[@is]));
        }

        var inputs = (after ?? before)!.Inputs.Select(i => i.Text).ToList();
        var alike = before is not null && after is not null && before.Hit == after.Hit && before.Inputs.Select(i => i.Text).SequenceEqual(inputs);
        return alike && rows.All(r => r.Change == "same") ? null : new DifferenceTable(inputs, rows);
    }

    // Rows that went and rows that came in their place are one row changed, as far as something of it stayed.
    private static IEnumerable<(int Before, int After)> Paired(List<(int Before, int After)> aligned, IReadOnlyList<IReadOnlyList<string>> old, IReadOnlyList<IReadOnlyList<string>> now)
    {
        for (var i = 0; i < aligned.Count;)
        {
            if (aligned[i] is { Before: >= 0, After: >= 0 } same)
            {
                yield return same;
                i++;
                continue;
            }

            var run = aligned.Skip(i).TakeWhile(s => s.Before < 0 || s.After < 0).ToList();
            List<int> gone = [.. run.Where(s => s.After < 0).Select(s => s.Before)], come = [.. run.Where(s => s.Before < 0).Select(s => s.After)];
            foreach (var was in gone)
            {
                var near = come.FindIndex(n => old[was].Count == now[n].Count && old[was].Zip(now[n]).Any(c => c.First == c.Second && c.First != "-"));
                yield return (was, near < 0 ? -1 : come[near]);
                if (near >= 0)
                {
                    come.RemoveAt(near);
                }
            }

            foreach (var n in come)
            {
                yield return (-1, n);
            }

            i += run.Count;
        }
    }

    private static IReadOnlyList<string> Cells(StudioRow row) => [.. row.Conditions.Select(c => c.Text), row.Output.Text];

    [GeneratedRegex("""[\p{IsCJKUnifiedIdeographs}]\s*|[\w.]+\s*|"[^"]*"\s*|[<>=!]+\s*|\S\s*""", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
