"""Every route with the permission it asks for, one table for each part of the portal."""

from kspp.tests.access import assessments, complaints, exchange, improving, library, official, reports, units

TABLES = (units, assessments, library, exchange, official, improving, complaints, reports)

ROUTES = {name: route for table in TABLES for name, route in table.ROUTES.items()}
