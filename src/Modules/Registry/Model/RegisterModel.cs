using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Model;

/// <summary>The tables of changes, households, persons and their versions.</summary>
internal sealed class RegisterModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        Change.Map(model.Entity<Change>());
        Household.Map(model.Entity<Household>(), engine);
        Person.Map(model.Entity<Person>());
        HouseholdVersion.Map(model.Entity<HouseholdVersion>(), engine);
        PersonVersion.Map(model.Entity<PersonVersion>());
    }
}
