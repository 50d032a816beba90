using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Events22063439 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "register_events",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    change_id = table.Column<Guid>(type: "uuid", nullable: false),
                    effects = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    undoes = table.Column<Guid>(type: "uuid", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_events", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_register_events_changes_county_change_id",
                        columns: x => new { x.county, x.change_id },
                        principalTable: "changes",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "register_event_parties",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    role = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_event_parties", x => new { x.county, x.event_id, x.line });
                    table.ForeignKey(
                        name: "FK_register_event_parties_households_county_household_id",
                        columns: x => new { x.county, x.household_id },
                        principalTable: "households",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_register_event_parties_register_events_county_event_id",
                        columns: x => new { x.county, x.event_id },
                        principalTable: "register_events",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_register_event_parties_household",
                table: "register_event_parties",
                columns: new[] { "county", "household_id", "on" });

            migrationBuilder.CreateIndex(
                name: "ix_register_event_parties_person",
                table: "register_event_parties",
                columns: new[] { "county", "person_id", "on" },
                filter: "person_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_register_event_parties_place",
                table: "register_event_parties",
                columns: new[] { "county", "on", "region" });

            migrationBuilder.CreateIndex(
                name: "ix_register_events_change",
                table: "register_events",
                columns: new[] { "county", "change_id" });

            migrationBuilder.CreateIndex(
                name: "ix_register_events_on",
                table: "register_events",
                columns: new[] { "county", "on", "kind" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "register_event_parties");

            migrationBuilder.DropTable(
                name: "register_events");
        }
    }
}
