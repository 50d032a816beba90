using System.Globalization;
using Fuyao.Feel.Columns;

namespace Fuyao.Policy.Columns;

/// <summary>The village of every household: few, and neighbours share them.</summary>
internal sealed class PlaceBuffer
{
    private readonly List<int> _rows = [];
    private readonly List<long> _places = [];
    private readonly Dictionary<long, int> _numbers = [];

    public void Add(long place) => _rows.Add(Number(place));

    public void Cut(int row) => _rows.RemoveRange(row, _rows.Count - row);

    public void Append(PlaceBuffer next)
    {
        var numbers = next._places.ConvertAll(Number);
        _rows.AddRange(next._rows.Select(r => numbers[r]));
    }

    public Column Build() => Column.Strings([.. _rows], [.. _places.Select(p => p.ToString("000000000000", CultureInfo.InvariantCulture))]);

    private int Number(long place)
    {
        if (!_numbers.TryGetValue(place, out var number))
        {
            _numbers.Add(place, number = _places.Count);
            _places.Add(place);
        }

        return number;
    }
}
