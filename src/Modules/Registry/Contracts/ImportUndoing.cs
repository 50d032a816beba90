namespace Fuyao.Registry.Contracts;

/// <summary>What an undo of an import does, or would do.</summary>
/// <param name="Households">Households that the import stated something about.</param>
/// <param name="Records">Records and rows of lists likewise.</param>
/// <param name="Blocked">Of both together: those that were changed since and stay.</param>
/// <param name="Undone">Households that an earlier undo took back already.</param>
/// <param name="Blocks">Who changed them; at most the first thousand.</param>
/// <param name="Change">The change set of the undo, once it is done.</param>
public sealed record UndoReport(int Households, int Records, int Blocked, int Undone, IReadOnlyList<UndoBlock> Blocks, Guid? Change);

/// <param name="Subject">The household, record or row.</param>
/// <param name="Number">户编号 or another number.</param>
/// <param name="Reason">Of the later change.</param>
public sealed record UndoBlock(Guid Subject, string? Number, string? Name, DateTimeOffset? At, string Actor, string Reason);

/// <summary>Takes published imports back by later change sets. Scoped: acts as the present actor.</summary>
public sealed class ImportUndoing
{
    private readonly Import.Undo.ImportUndo undo;

    internal ImportUndoing(Import.Undo.ImportUndo undo) => this.undo = undo;

    /// <param name="change">From <see cref="ImportReport.Changes"/>.</param>
    /// <exception cref="Kernel.Problems.ProblemException">404: no such published import in the actor's area.</exception>
    public Task<UndoReport> PreviewAsync(Guid change, CancellationToken ct = default) => undo.PreviewAsync(change, ct);

    /// <param name="partial">Undo what can be undone; else one household that was changed since refuses all.</param>
    /// <exception cref="Kernel.Problems.ProblemException">404 as above; 409: later changes depend on it, or another import is running.</exception>
    public Task<UndoReport> RunAsync(Guid change, bool partial, string reason, Action<int, int>? progress = null, CancellationToken ct = default) =>
        undo.RunAsync(change, partial, reason, progress, ct);
}
