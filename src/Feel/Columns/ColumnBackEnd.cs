namespace Fuyao.Feel.Columns;

/// <summary>The ways to evaluate columns. Every one can be forced by name and gives the same values to the fen.</summary>
public enum ColumnBackEnd
{
    /// <summary>Numbers as scaled 64-bit integers, several rows to an instruction.</summary>
    Vector,

    /// <summary>The same integers, one row at a time.</summary>
    Scalar,

    /// <summary>Numbers as decimals, in the very operations of the interpreter: for ranges that 64 bits cannot be proved to hold.</summary>
    Exact,
}
