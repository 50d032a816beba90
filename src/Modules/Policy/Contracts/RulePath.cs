namespace Fuyao.Policy.Contracts;

/// <summary>The ways to work out a population. All give the same amounts to the fen.</summary>
public enum RulePath
{
    /// <summary>One household after another, as <c>eval</c> does.</summary>
    Interpreter,

    /// <summary>Columns of scaled integers, several persons to an instruction.</summary>
    Columns,

    /// <summary>The same, one person at a time.</summary>
    ColumnsScalar,

    /// <summary>Columns of decimals.</summary>
    ColumnsExact,
}

/// <summary>The names by which a path is asked for.</summary>
public static class RulePaths
{
    public static string Name(this RulePath path) => path switch
    {
        RulePath.Columns => "columns",
        RulePath.ColumnsScalar => "columns-scalar",
        RulePath.ColumnsExact => "columns-exact",
        _ => "interpreter",
    };
}
