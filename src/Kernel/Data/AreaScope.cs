namespace Fuyao.Kernel.Data;

/// <summary>
/// The places that the present actor may see: one half-open range of codes for the life of a request or job. Nothing until
/// somebody enters an area, so that forgetting it shows no row instead of every row.
/// </summary>
public sealed class AreaScope
{
    public CodeRange Range { get; private set; } = CodeRange.Nothing;

    public void Enter(CodeRange range) => Range = range;
}
