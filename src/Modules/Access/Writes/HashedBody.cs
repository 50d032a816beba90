using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Fuyao.Access.Writes;

/// <summary>
/// Passes a request's body on while hashing it, so that the same key with another body is noticed without holding the body twice.
/// </summary>
internal sealed class HashedBody : Stream
{
    private readonly Stream inner;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private HashedBody(HttpContext http)
    {
        inner = http.Request.Body;
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
    }

    public static void Wrap(HttpContext http)
    {
        var body = new HashedBody(http);
        http.Request.Body = body;
        http.Features.Set(body);
        http.Response.RegisterForDispose(body.hash);
    }

    /// <summary>Reads what nobody has read and gives the hash of method, path, query and body.</summary>
    public async Task<byte[]> CompleteAsync(CancellationToken ct)
    {
        var rest = new byte[16 * 1024];
        while (await ReadAsync(rest, ct) > 0)
        {
        }

        return hash.GetCurrentHash();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        hash.AppendData(buffer, offset, read);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
