using System.Security.Cryptography;
using Fuyao.Access.Data;
using Fuyao.Access.Files;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Contracts;

/// <summary>A stored file, open for reading. Dispose it.</summary>
public sealed record OpenedFile(string Name, string ContentType, long Length, byte[] Sha256, Stream Content) : IDisposable
{
    /// <summary>Opens the same content anew from its beginning, seekable, for a reader that passes over it several times.</summary>
    public required Func<Stream> Again { get; init; }

    public void Dispose() => Content.Dispose();
}

/// <summary>
/// Files beside the database, under random names, encrypted unless they are said to be harmless. A file belongs to a place and
/// needs a permission; outside either it does not exist.
/// </summary>
public sealed class FileStore
{
    private readonly PlatformDb db;
    private readonly CurrentActor actor;
    private readonly FieldCipher cipher;
    private readonly WriteSession write;
    private readonly AuditTrail audit;
    private readonly TimeProvider clock;
    private readonly string directory;

    internal FileStore(
        PlatformDb db, CurrentActor actor, FieldCipher cipher, WriteSession write, AuditTrail audit, AccessOptions options, DatabaseTarget target,
        TimeProvider clock)
    {
        this.db = db;
        this.actor = actor;
        this.cipher = cipher;
        this.write = write;
        this.audit = audit;
        this.clock = clock;
        directory = options.FilesAt(target);
    }

    /// <summary>Takes the content first and the present (or a new, short) write after it.</summary>
    /// <param name="region">Where it belongs; null means the actor's own place.</param>
    /// <param name="permission">Who may have it besides being in the place.</param>
    /// <param name="keep">How long its content is kept.</param>
    /// <param name="clear">True only for content without personal data.</param>
    public async Task<Guid> SaveAsync(
        string name, string contentType, Stream content, RegionCode? region = null, string permission = Permissions.FileRead, bool clear = false,
        FileKeep keep = FileKeep.ForEver, CancellationToken ct = default)
    {
        var place = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        var key = clear ? null : RandomNumberGenerator.GetBytes(32);
        var path = PathOf(place);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using var counted = new CountingStream(content);
        var beside = path + ".part";
        try
        {
            await using (var target = PrivateFile.Open(beside, FileMode.CreateNew, FileShare.None))
            {
                await (key is null ? counted.CopyToAsync(target, ct) : SealedStream.SealAsync(counted, target, key, ct));
                target.Flush(true);
            }

            File.Move(beside, path);
        }
        finally
        {
            File.Delete(beside);
        }

        var where = region ?? actor.Region;
        var file = new StoredFile
        {
            County = where.Level >= RegionLevel.County ? where.County : 0,
            Id = Ids.New(clock),
            Region = where.Value,
            Owner = actor.Id,
            Name = System.IO.Path.GetFileName(name),
            ContentType = contentType,
            Length = counted.Count,
            Sha256 = counted.Hash(),
            Place = place,
            KeyCipher = key is null ? null : cipher.Encrypt(key),
            Permission = permission,
            Keep = keep,
            CreatedAt = clock.GetUtcNow(),
        };
        await write.RunAsync("file.save", async () =>
        {
            db.Set<StoredFile>().Add(file);
            await db.SaveChangesAsync(ct);
            audit.Add("file.save", "file", file.Id.ToString(), new { length = file.Length, sha256 = Convert.ToHexStringLower(file.Sha256) });
        }, ct);
        return file.Id;
    }

    /// <param name="checkedBySubject">
    /// True when the caller has found that the actor may see what the file belongs to, which may have moved away from where the file was saved.
    /// </param>
    /// <exception cref="ProblemException">404: no such file, or it is outside the actor's area or permissions.</exception>
    public async Task<OpenedFile> OpenAsync(Guid id, CancellationToken ct = default, bool checkedBySubject = false)
    {
        var files = db.Set<StoredFile>().AsNoTracking();
        var file = await (checkedBySubject ? files.AcrossAreas() : files).OrderBy(f => f.County).FirstOrDefaultAsync(f => f.Id == id, ct);
        if (file is null || (file.Owner != actor.Id && !actor.May(file.Permission)))
        {
            throw ProblemException.NotFound("file", "文件");
        }

        return new OpenedFile(file.Name, file.ContentType, file.Length, file.Sha256, Content()) { Again = Content };

        Stream Content()
        {
            if (file.RemovedAt is { } removed)
        {
            throw new ProblemException(410, new Problem("file-removed", new LocalText(
                $"文件 {file.Name} 的内容已于 {removed.InChina():yyyy-MM-dd} 按保存期限删除。", $"The content of {file.Name} was removed on {removed.InChina():yyyy-MM-dd}, when its time was over.")));
        }

        var content = new FileStream(PathOf(file.Place), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return file.KeyCipher is null ? content : SealedStream.Open(content, cipher.DecryptBytes(file.KeyCipher), file.Length);
        }
    }

    /// <summary>Makes files of another county belong to a place too, under the same ids: the content is kept once. Within the caller's transaction.</summary>
    public async Task CarryAsync(IReadOnlyCollection<Guid> ids, RegionCode to, CancellationToken ct = default)
    {
        var files = (await db.Set<StoredFile>().AcrossAreas().AsNoTracking().Where(f => ids.Contains(f.Id)).OrderBy(f => f.County).ToListAsync(ct)).ToLookup(f => f.Id);
        await db.BulkInsertAsync(files.Where(f => f.All(row => row.County != to.County)).Select(f => f.First() with { County = to.County, Region = to.Value }), ct);
    }

    private string PathOf(string place) => System.IO.Path.Combine(directory, place[..2], place);
}
