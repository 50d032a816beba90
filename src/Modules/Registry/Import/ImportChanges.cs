using Fuyao.Kernel;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Import;

/// <summary>The hidden change sets of one import, one a county, begun by the first batch that writes.</summary>
internal sealed class ImportChanges(ImportParts with, string reason, string source)
{
    private readonly Dictionary<int, Guid> ids = [];
    private readonly HashSet<int> begun = [];

    public IReadOnlyDictionary<int, Guid> Begun => ids.Where(c => begun.Contains(c.Key)).ToDictionary();

    public Guid Of(int county) => ids.TryGetValue(county, out var id) ? id : ids[county] = Ids.New(with.Clock);

    /// <summary>One short transaction.</summary>
    public async Task WriteAsync(int county, Func<Task> write, CancellationToken ct)
    {
        await using var transaction = await with.Db.Database.BeginTransactionAsync(ct);
        if (!begun.Contains(county))
        {
            await with.Writer.BeginAsync(Change.Hidden(with.Actor, with.Clock, county, reason, ChangeChannels.Import, source, Of(county)), ct);
        }

        await write();
        await transaction.CommitAsync(ct);
        begun.Add(county);
    }

    public void Forget(int county)
    {
        ids.Remove(county);
        begun.Remove(county);
    }
}
