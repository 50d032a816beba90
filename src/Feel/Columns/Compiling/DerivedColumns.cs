namespace Fuyao.Feel.Columns.Compiling;

/// <summary>What has been defined at a level under a path: a lane, or the reason why there is none.</summary>
internal sealed class DerivedColumns
{
    private readonly Dictionary<(int Level, string Path), (Lane? Lane, string? Refusal)> _all = [];

    public void Define(int level, string path, Lane lane) => _all[(level, path)] = (lane, null);

    public void Refuse(int level, string path, string reason) => _all[(level, path)] = (null, reason);

    /// <returns>The lane; null when nothing is defined there.</returns>
    public Lane? Find(int level, string path) => !_all.TryGetValue((level, path), out var found) ? null
        : found.Lane ?? throw new NotInColumnsException($"{path}: {found.Refusal}");

    /// <returns>The lane; null when nothing is defined there, or it could not be.</returns>
    public Lane? Known(int level, string path) => _all.GetValueOrDefault((level, path)).Lane;

    /// <summary>Whether something is defined below the path: it then stands for an object.</summary>
    public bool HasBelow(int level, string path) => _all.Keys.Any(k => k.Level == level && k.Path.StartsWith(path + ".", StringComparison.Ordinal));
}
