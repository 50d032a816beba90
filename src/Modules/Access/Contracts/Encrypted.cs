using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Access.Contracts;

/// <summary>Marks columns that hold values of <see cref="FieldCipher"/>, so that <c>keys rotate</c> finds every one of them.</summary>
public static class Encrypted
{
    internal const string Annotation = "Fuyao:Encrypted";

    /// <summary>The column (<c>byte[]</c>) is written by <see cref="FieldCipher.Encrypt(string)"/>.</summary>
    public static PropertyBuilder<T> IsEncrypted<T>(this PropertyBuilder<T> property)
    {
        property.HasAnnotation(Annotation, true);
        return property;
    }
}
