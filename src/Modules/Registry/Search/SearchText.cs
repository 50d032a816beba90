using System.Collections.Concurrent;
using Fuyao.Kernel;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Search;

/// <summary>What a typed text may be, by its look alone; and the places that it names.</summary>
internal static class SearchText
{
    // Folding half a million names takes longer than looking through them: a province is folded once.
    private static readonly ConcurrentDictionary<long, Lazy<FoldedPlace[]>> Folded = new();

    /// <summary>Whether a household's number could begin so.</summary>
    public static bool IsNumber(string text) => text.Length is >= 2 and <= 64 && text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or '_' or '.');

    public static bool IsIdNumber(string text) =>
        text.Length is 15 or 18 && text.AsSpan()[..^1].IndexOfAnyExceptInRange('0', '9') < 0 && (char.IsAsciiDigit(text[^1]) || text[^1] is 'X' or 'x');

    /// <summary>The id number as it is looked up: 15 digits in their 18-digit form.</summary>
    public static string WideIdNumber(string text) => IdNumber.Widen(text) ?? text.ToUpperInvariant();

    public static bool IsPhone(string text) => text.Length is >= 7 and <= 16 && text.All(c => char.IsAsciiDigit(c) || c is '-' or '+');

    /// <summary>Townships and villages in an area whose name contains the text, those that begin with it first.</summary>
    public static List<SearchHit> Places(string text, CodeRange area, int most)
    {
        var folded = Hanzi.Fold(text);
        if (folded.Length < 2 || folded.All(char.IsAscii) || area == CodeRange.Nothing)
        {
            return [];
        }

        // The names of the nation are not unpacked for one search; somebody who sees a province or less is answered.
        var province = area.From - (area.From % 10_000_000_000);
        if (area.To > province + 10_000_000_000)
        {
            return [];
        }

        return [.. Folded.GetOrAdd(province, p => new(() => [.. RegionCatalog.Province(new RegionCode(p)).Where(r => r.Code.Level >= RegionLevel.Township).Select(r => new FoldedPlace(r.Code, Hanzi.Fold(r.Name)))])).Value
            .Where(p => area.Contains(p.Code.Value) && p.Name.Contains(folded, StringComparison.Ordinal))
            .OrderByDescending(p => p.Name.StartsWith(folded, StringComparison.Ordinal)).ThenBy(p => p.Code.Level).ThenBy(p => p.Code)
            .Take(most)
            .Select(p => Place.Of(p.Code.Value))
            .Select(p => new SearchHit(p.Township is null ? "township" : "village", p.Code, null, null, p.Name, null, p, null, null, null, false, "place"))];
    }

    private sealed record FoldedPlace(RegionCode Code, string Name);
}
