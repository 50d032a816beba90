using System.Numerics;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

internal sealed record TableFindings(IReadOnlyList<FeelProblem> Problems, bool Complete, bool Disjoint)
{
    public static readonly TableFindings None = new([], false, false);
}

/// <summary>
/// Gaps, overlaps and dead rows. Every input is cut into atoms – points and stretches between the constants of its cells – on
/// which each row is true, false, or (where a cell is no constant test) not decidable; then the product of the inputs is searched,
/// taking atoms that the same rows accept together. Nothing is reported that is not so: undecidable cells count in favour.
/// </summary>
internal sealed class TableAnalysis
{
    private const int MostCells = 200_000;
    private const int MostReports = 5;

    private readonly TableSpec _spec;
    private readonly Column[] _inputs;
    private readonly Row[] _rows;
    private readonly List<Group>[] _groups;
    private readonly List<FeelProblem> _problems = [];
    private readonly bool[] _reached;
    private readonly bool[] _first;
    private readonly HashSet<(int, int)> _overlaps = [];
    private readonly bool[] _opaque;
    private int _visited;
    private int _gaps;

    /// <summary>Atoms of one input that the same rows accept. Sets are bit masks over the rows.</summary>
    private sealed record Group(FeelValue Example, BigInteger Certain, BigInteger Possible);

    private TableAnalysis(TableSpec spec, Column[] inputs, Row[] rows)
    {
        (_spec, _inputs, _rows) = (spec, inputs, rows);
        _reached = new bool[rows.Length];
        _first = new bool[rows.Length];
        _opaque = new bool[rows.Length];
        _groups = [.. inputs.Select((_, i) => Cut(i))];
    }

    public static TableFindings Of(TableSpec spec, Column[] inputs, Row[] rows)
    {
        var analysis = new TableAnalysis(spec, inputs, rows);
        var all = (BigInteger.One << rows.Length) - 1;
        analysis.Search(0, all, all, new FeelValue[inputs.Length]);
        var finished = analysis._visited <= MostCells;
        if (finished)
            analysis.DeadRows();
        return new(analysis._problems, finished && analysis._gaps == 0, finished && analysis._overlaps.Count == 0 && !analysis._opaque.Contains(true));
    }

    private List<Group> Cut(int input)
    {
        var cells = _rows.Select(r => CellSet.Of(r.Tests[input])).ToArray();
        for (var r = 0; r < cells.Length; r++)
            _opaque[r] |= cells[r] is null;
        // Stretches that no row accepts are kept apart: each is a gap of its own.
        var groups = new Dictionary<(BigInteger, BigInteger, int Gap), FeelValue>();
        var gap = 0;
        foreach (var atom in Atoms.Of(_inputs[input].Type, cells.OfType<CellSet>().ToArray()))
        {
            BigInteger certain = 0, possible = 0;
            for (var r = 0; r < cells.Length; r++)
            {
                if (cells[r] is not { } cell)
                    possible |= BigInteger.One << r;
                else if (cell.Contains(atom))
                {
                    certain |= BigInteger.One << r;
                    possible |= BigInteger.One << r;
                }
            }
            gap += possible.IsZero ? 0 : 1;
            groups.TryAdd((certain, possible, possible.IsZero ? gap : 0), atom);
        }
        return [.. groups.Select(g => new Group(g.Value, g.Key.Item1, g.Key.Item2))];
    }

    private void Search(int input, BigInteger certain, BigInteger possible, FeelValue[] point)
    {
        if (++_visited > MostCells)
            return;
        if (input == _inputs.Length)
        {
            Leaf(certain, possible, point);
            return;
        }
        foreach (var group in _groups[input])
        {
            point[input] = group.Example;
            var next = possible & group.Possible;
            if (next.IsZero)
            {
                // Whatever the remaining inputs are, no row is left.
                for (var i = input + 1; i < point.Length; i++)
                    point[i] = _groups[i].Count > 0 ? _groups[i][0].Example : default;
                Gap(point);
                continue;
            }
            Search(input + 1, certain & group.Certain, next, point);
        }
    }

    private void Leaf(BigInteger certain, BigInteger possible, FeelValue[] point)
    {
        if (possible.IsZero)
        {
            Gap(point);
            return;
        }
        var first = true;
        var earlier = -1;
        for (var r = 0; r < _rows.Length; r++)
        {
            var bit = BigInteger.One << r;
            if ((possible & bit).IsZero)
                continue;
            _reached[r] = true;
            _first[r] |= first;
            if ((certain & bit).IsZero)
                continue;
            first = false;
            if (earlier >= 0)
                Overlap(earlier, r, point);
            else
                earlier = r;
        }
    }

    private void Gap(FeelValue[] point)
    {
        if (_gaps++ >= MostReports || _spec.Hit == HitPolicy.Collect || _spec.Outputs.Any(o => o.Default is not null))
            return;
        var witness = Witness(point);
        _problems.Add(new("table-gap", FeelSeverity.Warning, default, $"表有缺口：{witness} 时没有任何一行匹配", $"The table has a gap: no row matches {witness}.", Part: "rows", Witness: witness));
    }

    private void Overlap(int a, int b, FeelValue[] point)
    {
        if (!_overlaps.Add((a, b)) || _problems.Count(p => p.Code == "table-overlap") >= MostReports)
            return;
        var unique = _spec.Hit == HitPolicy.Unique;
        if (!unique && (_spec.Hit != HitPolicy.Any || _rows[a].Outputs.Select(o => o.Source.ToString()).SequenceEqual(_rows[b].Outputs.Select(o => o.Source.ToString()))))
            return;
        var witness = Witness(point);
        _problems.Add(new("table-overlap", FeelSeverity.Error, default, $"第 {a + 1} 行与第 {b + 1} 行重叠：{witness} 时两行都匹配",
            $"Rows {a + 1} and {b + 1} overlap: both match {witness}.", Part: $"rows[{b}]", Witness: witness));
    }

    private void DeadRows()
    {
        for (var r = 0; r < _rows.Length; r++)
        {
            if (!_reached[r])
                _problems.Add(new("table-dead-row", FeelSeverity.Error, default, $"第 {r + 1} 行永远不会匹配", $"Row {r + 1} can never match.", Part: $"rows[{r}]"));
            else if (_spec.Hit == HitPolicy.First && !_first[r])
                _problems.Add(new("table-dead-row", FeelSeverity.Error, default, $"第 {r + 1} 行被前面的行完全遮住", $"Row {r + 1} is always preceded by an earlier row that matches.", Part: $"rows[{r}]", Witness: Example(r)));
        }
    }

    /// <summary>An input that the row matches, though it never gets it.</summary>
    private string? Example(int row)
    {
        var bit = BigInteger.One << row;
        var groups = _groups.Select(g => g.Find(x => !(x.Possible & bit).IsZero)).ToArray();
        return Array.TrueForAll(groups, g => g is not null) ? Witness([.. groups.Select(g => g!.Example)]) : null;
    }

    private string Witness(FeelValue[] point) =>
        string.Join(", ", point.Select((value, i) => $"{_inputs[i].Node.Source} = {(value.IsString && value.AsString == Atoms.Other ? "\"…\"" : value.ToString())}"));
}
