using System.Security.Cryptography;
using Fuyao.Access.Files;

namespace Fuyao.Access.Contracts;

/// <summary>
/// Content that is only needed for a moment, such as an upload that is being checked. It lies on the disk encrypted under a key
/// that this process alone has, in a file that has no name any more where the system allows it: after a kill nothing is left, and
/// what is left can be read by nobody.
/// </summary>
public sealed class SealedTemp : IDisposable
{
    private readonly FileStream file;
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    private SealedTemp()
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuyao-{Path.GetRandomFileName()}");
        file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
    }

    public static Task<SealedTemp> TakeAsync(Stream content, CancellationToken ct) => WriteAsync(target => content.CopyToAsync(target, ct));

    /// <summary>Keeps what a writer writes.</summary>
    public static async Task<SealedTemp> WriteAsync(Func<Stream, Task> write)
    {
        var temp = new SealedTemp();
        try
        {
            await using (var sealing = SealedStream.Create(temp.file, temp.key))
            {
                await write(sealing);
            }

            await temp.file.FlushAsync();
            return temp;
        }
        catch
        {
            temp.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="WriteAsync(Func{Stream, Task})"/>
    public static Task<SealedTemp> WriteAsync(Action<Stream> write) => WriteAsync(target => Task.Run(() => write(target)));

    /// <summary>The content from its beginning, seekable. One at a time; disposing it leaves this one open.</summary>
    public Stream Open() => SealedStream.Open(file, key, SealedStream.PlainLength(file.Length), leaveOpen: true);

    /// <summary>The content for whoever disposes it last, such as a response; this one must not be used any more.</summary>
    public Stream Detach() => SealedStream.Open(file, key, SealedStream.PlainLength(file.Length));

    public void Dispose()
    {
        file.Dispose();
        CryptographicOperations.ZeroMemory(key);
    }
}
