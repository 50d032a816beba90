using System.Xml.Linq;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Keys;

/// <summary>
/// ASP.NET's data protection keys (cookies, anti-forgery) in the database, encrypted like any secret: every server of a cluster
/// finds the same ones, and a restart signs nobody out.
/// </summary>
internal sealed class WebKeys(IServiceScopeFactory scopes, FieldCipher cipher, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<WebKey>().AsNoTracking().OrderBy(k => k.Id).AsEnumerable()
            .Select(k => XElement.Parse(cipher.Decrypt(k.XmlCipher)))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        db.Add(new WebKey { Id = Ids.New(clock), XmlCipher = cipher.Encrypt(element.ToString(SaveOptions.DisableFormatting)) });
        db.SaveChanges();
    }
}
