using System.Text;

namespace Fuyao.Registry.Contracts;

/// <summary>
/// A stretch of the register as it lies in the database: whole households in the order of (village, id) with their members, facts and names
/// still UTF-8. One index for households, one for persons; a household's members stand together, in the order of their ids. Valid until the
/// next block is asked for.
/// </summary>
public sealed class RegisterBlock
{
    private int[] order = [];
    private byte[] text = new byte[1 << 16];
    private int length;

    /// <summary>Six-digit county number that begins every key.</summary>
    public int County { get; internal set; }

    /// <summary>How many households; they are 0 … <c>Households − 1</c> in every call below.</summary>
    public int Households => order.Length;

    /// <summary>How many persons, the dead among them.</summary>
    public int Persons => People.Count;

    internal List<Household> Rows { get; } = [];

    internal List<Person> People { get; } = [];

    public Guid Id(int household) => Rows[order[household]].Id;

    /// <summary>The version of the household that holds.</summary>
    public Guid Version(int household) => Rows[order[household]].Version;

    /// <summary>Twelve-digit code of the village.</summary>
    public long Region(int household) => Rows[order[household]].Region;

    public string Number(int household) => Text(Rows[order[household]].Number)!;

    public string? HeadName(int household) => Text(Rows[order[household]].Head);

    /// <summary>The household's JSON object, without <c>id</c>, <c>region</c> and <c>persons</c>.</summary>
    public ReadOnlySpan<byte> Facts(int household) => Bytes(Rows[order[household]].Facts);

    /// <summary>The household's members: from the first up to the end.</summary>
    public (int First, int End) Members(int household) => Rows[order[household]].Members;

    public Guid PersonId(int person) => People[person].Id;

    public string? PersonName(int person) => Text(People[person].Name);

    /// <summary>The person's JSON object, without <c>id</c>.</summary>
    public ReadOnlySpan<byte> PersonFacts(int person) => Bytes(People[person].Facts);

    /// <summary>The contract's household object, as the interpreter evaluates it.</summary>
    public byte[] Json(int household)
    {
        var json = new StringBuilder("{\"id\":\"").Append(Id(household)).Append("\",\"region\":\"").Append(Region(household).ToString("000000000000", null)).Append("\",");
        Add(Facts(household));
        json.Append("\"persons\":[");
        var (first, end) = Members(household);
        for (var i = first; i < end; i++)
        {
            json.Append(i == first ? "{\"id\":\"" : ",{\"id\":\"").Append(PersonId(i)).Append("\",");
            Add(PersonFacts(i));
            json.Length--;
            json.Append('}');
        }

        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());

        void Add(ReadOnlySpan<byte> facts)
        {
            if (facts.Length > 2)
            {
                json.Append(Encoding.UTF8.GetString(facts[1..^1])).Append(',');
            }
        }
    }

    internal void Clear(int county)
    {
        County = county;
        Rows.Clear();
        People.Clear();
        (order, length) = ([], 0);
    }

    internal Piece Add(ReadOnlySpan<byte> bytes)
    {
        var room = Room(bytes.Length);
        bytes.CopyTo(room);
        return Keep(bytes.Length);
    }

    internal Piece Add(string? value)
    {
        if (value is null)
        {
            return Piece.None;
        }

        return Keep(Encoding.UTF8.GetBytes(value, Room(Encoding.UTF8.GetMaxByteCount(value.Length))));
    }

    /// <summary>Puts households behind a place into the order of (village, id) and finds their members.</summary>
    internal void Settle((long Region, Guid Household)? after)
    {
        var households = new Dictionary<Guid, int>(Rows.Count);
        for (var i = 0; i < Rows.Count; i++)
        {
            households.Add(Rows[i].Id, i);
        }

        var byId = Comparer<Person>.Create((a, b) => a.Id.CompareTo(b.Id));
        for (int first = 0, end; first < People.Count; first = end)
        {
            end = first + 1;
            while (end < People.Count && People[end].Household == People[first].Household)
            {
                end++;
            }

            People.Sort(first, end - first, byId);
            if (households.TryGetValue(People[first].Household, out var row))
            {
                Rows[row] = Rows[row] with { Members = (first, end) };
            }
        }

        order =
        [
            .. Enumerable.Range(0, Rows.Count)
                .Where(i => after is not { } place || Rows[i].Region > place.Region || (Rows[i].Region == place.Region && Rows[i].Id.CompareTo(place.Household) > 0))
                .OrderBy(i => Rows[i].Region).ThenBy(i => Rows[i].Id),
        ];
    }

    internal ReadOnlySpan<byte> Bytes(Piece piece) => text.AsSpan(piece.From, Math.Max(0, piece.Length));

    internal string? Text(Piece piece) => piece.Length < 0 ? null : Encoding.UTF8.GetString(Bytes(piece));

    private Span<byte> Room(int bytes)
    {
        if (text.Length - length < bytes)
        {
            Array.Resize(ref text, Math.Max(text.Length * 2, length + bytes));
        }

        return text.AsSpan(length);
    }

    private Piece Keep(int bytes)
    {
        var piece = new Piece(length, bytes);
        length += bytes;
        return piece;
    }

    /// <summary>Where a text lies in the block; a negative length stands for none.</summary>
    internal readonly record struct Piece(int From, int Length)
    {
        public static Piece None => new(0, -1);
    }

    internal record struct Household(Guid Id, Guid Version, long Region, Piece Number, Piece Head, Piece Facts)
    {
        public (int First, int End) Members { get; set; }
    }

    internal readonly record struct Person(Guid Household, Guid Id, Piece Name, Piece Facts);
}
