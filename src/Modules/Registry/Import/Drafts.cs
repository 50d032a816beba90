using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Import;

/// <summary>A household as a file states it, while its rows are read.</summary>
internal sealed class HouseholdDraft
{
    public string Number { get; set; } = "";

    public long Region { get; set; }

    /// <summary>County, township and village as written; resolved to <see cref="Region"/> when the household is complete.</summary>
    public string? County { get; set; }

    public string? Township { get; set; }

    public string? Village { get; set; }

    public string? BankAccount { get; set; }

    public string? Phone { get; set; }

    /// <summary>人数 as written, to be checked against the rows.</summary>
    public int? StatedMembers { get; set; }

    /// <summary>人均纯收入 as written: what is known when there are no components, else checked against them.</summary>
    public decimal? StatedPerHead { get; set; }

    /// <summary>危房户 as written, to be checked against the grade.</summary>
    public bool? StatedUnsafe { get; set; }

    public HouseholdFacts Facts { get; set; } = new();

    public List<PersonDraft> Persons { get; } = [];

    /// <summary>The first text seen in each column that speaks of the household, to compare the further rows with.</summary>
    public string?[] Seen { get; set; } = [];

    public List<Finding> Findings { get; } = [];

    public bool HasErrors { get; set; }

    /// <summary>The headers of the sheet that states it; null for an invented household.</summary>
    public SheetHeaders? Headers { get; set; }

    /// <summary>Its row on a sheet of households, when the members stand on another one.</summary>
    public RawRow? Form { get; set; }

    /// <summary>Members of the contract that cells repeat as they were exported; they state nothing.</summary>
    public HashSet<string> Untouched { get; } = [];

    /// <summary>Whether the file has a column.</summary>
    public bool Has(string header) => Headers?.Has(header) == true || Form?.Headers.Has(header) == true;
}

/// <summary>A person as one row states it.</summary>
internal sealed class PersonDraft
{
    public string Sheet { get; set; } = "";

    public int Row { get; set; }

    public string? Number { get; set; }

    public string Name { get; set; } = "";

    public string? IdNumber { get; set; }

    public string? DisabilityCard { get; set; }

    public string? Phone { get; set; }

    public bool? Male { get; set; }

    public DateOnly? Birth { get; set; }

    /// <summary>The row itself; null for an invented person.</summary>
    public RawRow? Raw { get; set; }

    /// <summary>Whom the row speaks of, when something else than the register's own numbers told it.</summary>
    public Guid? Matched { get; set; }

    /// <summary>Which version the row was exported from.</summary>
    public RowMark? Mark { get; set; }

    /// <summary>The row speaks of the household alone.</summary>
    public bool OfHouseholdOnly { get; set; }

    /// <summary>Members of the contract that cells repeat as they were exported; they state nothing.</summary>
    public HashSet<string> Untouched { get; } = [];

    /// <summary>人员识别时间.</summary>
    public DateOnly? JoinedOn { get; set; }

    public PersonFacts Facts { get; set; } = new() { Sex = Sex.Male, Birth = default };

    /// <summary>Which columns of this row held something that could not be read; their rules stay silent.</summary>
    public bool HasErrors { get; set; }
}
