using System.Text.Json;
using Fuyao.Feel.Columns;
using Fuyao.Policy.Columns;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// Lays out households as columns, straight from the UTF-8 of their facts: unknown and absent facts as the dictionary says, the dead and
/// the unborn left out. Not for several threads; several builders, each with its stretch of households, are put together at the end.
/// <code>
/// builder.Begin(region, facts); builder.Person(facts); builder.Person(facts); if (!builder.End()) { … this one by the interpreter }
/// </code>
/// </summary>
public sealed class PopulationBuilder
{
    private const int MaxDepth = 16;
    private const string PersonsMember = "persons";

    private static readonly HashSet<string> Apart = ["id", "region", PersonsMember];

    private readonly DateOnly _on;
    private readonly int _leastPersons;
    private readonly TableLayout _households;
    private readonly TableLayout _persons;
    private readonly PlaceBuffer _regions;
    private readonly DayBuffer _births;
    private readonly DayBuffer _deaths;
    private readonly List<int> _ends = [0];
    private int _stated;
    private bool _sound;

    internal PopulationBuilder(HouseholdDictionary dictionary, DateOnly on)
    {
        _on = on;
        _leastPersons = dictionary.Persons.MinItems ?? 0;
        _households = new TableLayout(dictionary.Household, Apart);
        _persons = new TableLayout(dictionary.Person, Apart);
        _regions = new PlaceBuffer();
        (_births, _deaths) = ((DayBuffer)_persons.Member("birth"), (DayBuffer)_persons.Member("death"));
    }

    /// <summary>Households taken so far.</summary>
    public int Households => _ends.Count - 1;

    /// <summary>Their living persons.</summary>
    public int Persons => _persons.Count;

    /// <summary>Begins a household.</summary>
    /// <param name="region">Twelve-digit code of its village.</param>
    /// <param name="facts">The household's JSON object, without <c>id</c>, <c>region</c> and <c>persons</c>.</param>
    public void Begin(long region, ReadOnlySpan<byte> facts)
    {
        _stated = 0;
        _sound = Read(_households, facts);
        _regions.Add(region);
    }

    /// <summary>A member of the household begun.</summary>
    /// <param name="facts">The person's JSON object, without <c>id</c>.</param>
    /// <returns>Whether the person has a row: false for the dead and the unborn, and for whom the columns cannot read.</returns>
    public bool Person(ReadOnlySpan<byte> facts)
    {
        _stated++;
        var row = _persons.Count;
        if (!_sound || !(_sound = Read(_persons, facts)))
        {
            return false;
        }

        var dead = _deaths.HasCome(row, _on);
        if (dead || _births.IsAhead(row, _on))
        {
            _persons.Cut(row);
            return false;
        }

        return true;
    }

    /// <summary>Ends the household. False when its facts are not sound, or beyond what columns hold: then nothing of it is kept.</summary>
    public bool End()
    {
        if (_sound && _stated >= _leastPersons)
        {
            _ends.Add(_persons.Count);
            return true;
        }

        _households.Cut(_ends.Count - 1);
        _persons.Cut(_ends[^1]);
        _regions.Cut(_ends.Count - 1);
        return false;
    }

    /// <summary>Adds the households of another builder of the same pack behind those of this one; the other is not to be used again.</summary>
    public void Append(PopulationBuilder next)
    {
        var before = _persons.Count;
        _households.Append(next._households);
        _persons.Append(next._persons);
        _regions.Append(next._regions);
        _ends.AddRange(next._ends.Skip(1).Select(end => before + end));
    }

    /// <summary>The population so far.</summary>
    public HouseholdColumns Build() => new(Table());

    internal ColumnTable Table()
    {
        var table = _households.Build(new ColumnTable("households", Households));
        table.Add("region", _regions.Build());
        _persons.Build(table.AddList(PersonsMember, [.. _ends]));
        return table;
    }

    private static bool Read(TableLayout table, ReadOnlySpan<byte> facts)
    {
        var json = new Utf8JsonReader(facts, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            return json.Read() && table.Add(ref json) && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
